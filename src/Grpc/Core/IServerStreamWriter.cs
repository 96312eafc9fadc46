namespace Grpc.Core;

/// <summary>The responses of a streaming call, written by the server.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;
