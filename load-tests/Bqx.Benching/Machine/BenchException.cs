namespace Bqx.Benching.Machine;

/// <summary>A bench that cannot go on; the message is for the person who ran it.</summary>
internal class BenchException(string message) : Exception(message);
