// Unary calls on the completion-queue API: one queue a thread, a fixed ring of outstanding requests on each.
#pragma once

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "peer.h"

namespace peer {

// What a queue gives back.
class Step {
 public:
  virtual ~Step() = default;
  virtual void Proceed(bool ok) = 0;
};

// One request at a time: accepted, answered, then replaced by a fresh one in the same storage.
template <class Request, class Reply>
class Slot final : public Step {
 public:
  using Responder = grpc::ServerAsyncResponseWriter<Reply>;
  using Accept = std::function<void(grpc::ServerContext*, Request*, Responder*, void*)>;
  using Answer = std::function<grpc::Status(const Request&, Reply*)>;

  Slot(Accept accept, Answer answer) : accept_(std::move(accept)), answer_(std::move(answer)) { Next(); }

  // Runs on the queue's only thread. An answer that could not be sent (the client went away) frees the slot as well.
  void Proceed(bool ok) override {
    if (answered_) {
      Next();
    } else if (ok) {
      answered_ = true;
      const grpc::Status status = answer_(request_, &reply_);
      state_->responder.Finish(reply_, status, this);
    }
  }

 private:
  struct State {
    grpc::ServerContext context;
    Responder responder{&context};
  };

  void Next() {
    answered_ = false;
    state_.reset();
    state_ = std::make_unique<State>();
    request_.Clear();
    accept_(&state_->context, &request_, &state_->responder, this);
  }

  Accept accept_;
  Answer answer_;
  Request request_;
  Reply reply_;
  std::unique_ptr<State> state_;
  bool answered_ = false;
};

using Slots = std::vector<std::unique_ptr<Step>>;

constexpr int kOutstanding = 128;

// Fills the ring of one queue with requests of one method.
template <class Request, class Reply>
void Add(Slots* slots, typename Slot<Request, Reply>::Accept accept, typename Slot<Request, Reply>::Answer answer) {
  for (int i = 0; i < kOutstanding; ++i) slots->push_back(std::make_unique<Slot<Request, Reply>>(accept, answer));
}

// Serves until a signal comes. `fill` puts the requests of one queue into its slots.
inline int Serve(grpc::ServerBuilder& builder, int argc, char** argv, const std::function<void(Slots*, grpc::ServerCompletionQueue*)>& fill) {
  const sigset_t signals = BlockSignals();
  int port = 0;
  Listen(builder, Argument(argc, argv, "--port", 0), &port);
  std::vector<std::unique_ptr<grpc::ServerCompletionQueue>> queues;
  for (int i = 0; i < Argument(argc, argv, "--threads", 1); ++i) queues.push_back(builder.AddCompletionQueue());
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server) return 1;
  std::vector<std::thread> workers;
  for (auto& queue : queues) {
    workers.emplace_back([&fill, source = queue.get()] {
      Slots slots;
      fill(&slots, source);
      void* tag = nullptr;
      bool ok = false;
      while (source->Next(&tag, &ok)) static_cast<Step*>(tag)->Proceed(ok);
    });
  }
  WaitForEnd(signals, port);
  std::_Exit(0);
}

}  // namespace peer
