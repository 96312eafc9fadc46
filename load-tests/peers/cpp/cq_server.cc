// An empty unary call on the completion-queue API: one queue a thread, a fixed ring of outstanding requests on each.
#include <thread>
#include <vector>

#include "empty.grpc.pb.h"
#include "peer.h"

namespace {

using google::protobuf::Empty;
using Service = bqx::loadtests::EmptyPeer::AsyncService;

constexpr int kOutstanding = 128;

// One request at a time: accepted, answered, then replaced by a fresh one in the same storage.
class Call {
 public:
  Call(Service* service, grpc::ServerCompletionQueue* queue) : service_(service), queue_(queue) { Accept(); }

  // Runs on the queue's only thread. An answer that could not be sent (the client went away) frees the slot as well.
  void Proceed(bool ok) {
    if (answered_) {
      Accept();
    } else if (ok) {
      answered_ = true;
      state_->responder.Finish(state_->reply, grpc::Status::OK, this);
    }
  }

 private:
  struct State {
    grpc::ServerContext context;
    Empty request;
    Empty reply;
    grpc::ServerAsyncResponseWriter<Empty> responder{&context};
  };

  void Accept() {
    answered_ = false;
    state_.reset();
    state_ = std::make_unique<State>();
    service_->RequestCall(&state_->context, &state_->request, &state_->responder, queue_, queue_, this);
  }

  Service* service_;
  grpc::ServerCompletionQueue* queue_;
  std::unique_ptr<State> state_;
  bool answered_ = false;
};

void Serve(Service* service, grpc::ServerCompletionQueue* queue) {
  std::vector<std::unique_ptr<Call>> calls;
  for (int i = 0; i < kOutstanding; ++i) calls.push_back(std::make_unique<Call>(service, queue));
  void* tag = nullptr;
  bool ok = false;
  while (queue->Next(&tag, &ok)) static_cast<Call*>(tag)->Proceed(ok);
}

}  // namespace

int main(int argc, char** argv) {
  const sigset_t signals = peer::BlockSignals();
  const int threads = peer::Argument(argc, argv, "--threads", 1);
  int port = 0;
  Service service;
  grpc::ServerBuilder builder;
  peer::Listen(builder, peer::Argument(argc, argv, "--port", 0), &port);
  builder.RegisterService(&service);
  std::vector<std::unique_ptr<grpc::ServerCompletionQueue>> queues;
  for (int i = 0; i < threads; ++i) queues.push_back(builder.AddCompletionQueue());
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server) return 1;
  std::vector<std::thread> workers;
  for (auto& queue : queues) workers.emplace_back(Serve, &service, queue.get());
  peer::WaitForEnd(signals, port);
  std::_Exit(0);
}
