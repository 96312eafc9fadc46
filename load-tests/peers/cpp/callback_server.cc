// An empty unary call on the callback API: the library's own threads run the handler.
#include "empty.grpc.pb.h"
#include "peer.h"

namespace {

using google::protobuf::Empty;

class Service final : public bqx::loadtests::EmptyPeer::CallbackService {
  grpc::ServerUnaryReactor* Call(grpc::CallbackServerContext* context, const Empty*, Empty*) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

int main(int argc, char** argv) {
  const sigset_t signals = peer::BlockSignals();
  int port = 0;
  Service service;
  grpc::ServerBuilder builder;
  peer::Listen(builder, peer::Argument(argc, argv, "--port", 0), &port);
  builder.RegisterService(&service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server) return 1;
  peer::WaitForEnd(signals, port);
  std::_Exit(0);
}
