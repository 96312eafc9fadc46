namespace Grpc.Core;

/// <summary>Adds authentication headers to a call about to start.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
