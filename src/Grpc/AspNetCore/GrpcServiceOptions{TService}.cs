namespace Grpc.AspNetCore.Server;

/// <summary>How one service is served. Starts as a copy of the options of all services.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class;
