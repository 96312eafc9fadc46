namespace Bqx.Server.Requests;

/// <summary>A command that was called wrongly; the message says what would be right.</summary>
internal sealed class UsageException(string message) : Exception(message);
