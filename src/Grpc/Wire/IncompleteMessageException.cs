namespace Grpc.Wire;

/// <summary>A serializer failed after part of its message was already in the pipe: the stream is beyond repair.</summary>
internal sealed class IncompleteMessageException(Exception cause)
    : Exception("A serializer failed in the middle of a message.", cause);
