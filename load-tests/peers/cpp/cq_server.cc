// An empty unary call on the completion-queue API.
#include "calls.h"
#include "empty.grpc.pb.h"

int main(int argc, char** argv) {
  using google::protobuf::Empty;
  bqx::loadtests::EmptyPeer::AsyncService service;
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  return peer::Serve(builder, argc, argv, [&service](peer::Slots* slots, grpc::ServerCompletionQueue* queue) {
    peer::Add<Empty, Empty>(
        slots,
        [&service, queue](auto* context, auto* request, auto* responder, void* tag) {
          service.RequestCall(context, request, responder, queue, queue, tag);
        },
        [](const Empty&, Empty*) { return grpc::Status::OK; });
  });
}
