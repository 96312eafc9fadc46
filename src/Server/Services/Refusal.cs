using Bqx.Core;

namespace Bqx.Server.Services;

/// <summary>Why a live bar is not taken.</summary>
/// <param name="Reason">The kind.</param>
/// <param name="Message">What is wrong and what would be right.</param>
internal sealed record Refusal(BarRejection Reason, string Message);
