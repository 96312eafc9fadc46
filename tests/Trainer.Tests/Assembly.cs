using Bqx.TestKit;

[assembly: AssemblyFixture(typeof(ServiceFixture))]
