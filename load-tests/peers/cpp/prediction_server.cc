// Predict from memory, or by a net that runs on each request (--infer 1), and ModelInfer of the same net (--model FILE).
#include <cctype>
#include <chrono>
#include <cstring>
#include <optional>
#include <unordered_map>

#include "bqx/v1/prediction.grpc.pb.h"
#include "calls.h"
#include "inference/grpc_service.grpc.pb.h"
#include "net.h"

namespace {

using bqx::v1::PredictReply;
using bqx::v1::PredictRequest;
using inference::ModelInferRequest;
using inference::ModelInferResponse;

// As many as the server has, each with a reply of the same fields.
constexpr const char* kPairs[] = {
    "AUDCAD", "AUDCHF", "AUDJPY", "AUDNZD", "AUDUSD", "CADCHF", "CADJPY", "CHFJPY", "EURAUD", "EURCAD", "EURCHF", "EURGBP", "EURJPY", "EURNZD",
    "EURUSD", "GBPAUD", "GBPCAD", "GBPCHF", "GBPJPY", "GBPNZD", "GBPUSD", "NZDCAD", "NZDCHF", "NZDJPY", "NZDUSD", "USDCAD", "USDCHF", "USDJPY"};

int64_t NowNanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void SetInterval(bqx::v1::Interval* interval, double middle) {
  interval->set_level(0.9);
  interval->set_low(middle - 0.01);
  interval->set_high(middle + 0.01);
}

PredictReply ReplyOf(const std::string& pair, int64_t now) {
  PredictReply reply;
  auto* prediction = reply.mutable_prediction();
  prediction->set_pair(pair);
  prediction->mutable_close()->set_seconds(now / 1000000000 / 60 * 60);
  prediction->set_price(1.0831);
  prediction->mutable_target()->set_name("bqx60_h60");
  prediction->mutable_target()->set_window_minutes(60);
  prediction->mutable_target()->set_horizon_minutes(60);
  prediction->set_bqx(0.0123);
  SetInterval(prediction->mutable_bqx_interval(), 0.0123);
  prediction->set_martingale_bqx(0.0117);
  prediction->set_log_rv(-7.31);
  SetInterval(prediction->mutable_log_rv_interval(), -7.31);
  auto* regime = prediction->mutable_regime();
  regime->set_strong_bear(0.1f);
  regime->set_bear(0.2f);
  regime->set_neutral(0.4f);
  regime->set_bull(0.2f);
  regime->set_strong_bull(0.1f);
  prediction->set_sigma(0.000087);
  prediction->set_expected_return(0.000012);
  prediction->set_signal(bqx::v1::SIGNAL_HOLD);
  prediction->set_signal_threshold(0.00012);
  prediction->set_orientation(bqx::v1::SIGNAL_ORIENTATION_PRICE);
  prediction->mutable_model()->set_name("bench");
  prediction->mutable_model()->set_version(1);
  prediction->mutable_model()->set_digest(std::string(64, 'a'));
  prediction->set_feature_fingerprint(std::string(64, 'b'));
  prediction->mutable_published_at()->set_seconds(now / 1000000000);
  prediction->mutable_published_at()->set_nanos(now % 1000000000);
  return reply;
}

// What the threads share: the published replies and the session.
struct Shared {
  explicit Shared(const std::string& model) {
    const int64_t now = NowNanoseconds();
    for (const char* pair : kPairs) replies.emplace(pair, ReplyOf(pair, now));
    if (!model.empty()) session = std::make_unique<Ort::Session>(peer::Net::Open(env, model));
  }

  Ort::Env env{ORT_LOGGING_LEVEL_ERROR};
  std::unique_ptr<Ort::Session> session;
  std::unordered_map<std::string, PredictReply> replies;
};

// What answers on one thread.
class Handlers {
 public:
  Handlers(const Shared* shared, bool infer) : shared_(shared), infer_(infer) {
    if (shared->session) net_.emplace(shared->session.get());
  }

  grpc::Status Predict(const PredictRequest& request, PredictReply* reply) {
    std::string pair = request.pair();
    for (char& letter : pair) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    const auto found = shared_->replies.find(pair);
    if (found == shared_->replies.end()) return {grpc::StatusCode::NOT_FOUND, "Unknown pair."};
    *reply = found->second;
    auto* prediction = reply->mutable_prediction();
    if (infer_) Fill(prediction);
    const auto& close = prediction->close();
    const int64_t age = NowNanoseconds() - close.seconds() * 1000000000;
    reply->mutable_age()->set_seconds(age / 1000000000);
    reply->mutable_age()->set_nanos(static_cast<int32_t>(age % 1000000000));
    return grpc::Status::OK;
  }

  grpc::Status ModelInfer(const ModelInferRequest& request, ModelInferResponse* response) {
    std::vector<float>& input = net_->Input();
    const size_t length = input.size() * sizeof(float);
    if (request.inputs_size() != 1 || request.raw_input_contents_size() != 1 || request.raw_input_contents(0).size() != length) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "One row of raw contents is expected."};
    }
    std::memcpy(input.data(), request.raw_input_contents(0).data(), length);
    response->Clear();
    response->set_model_name(request.model_name());
    response->set_model_version("1");
    response->set_id(request.id());
    for (const peer::Output& output : net_->Run()) {
      auto* tensor = response->add_outputs();
      tensor->set_name(output.name);
      tensor->set_datatype("FP32");
      for (int64_t size : output.shape) tensor->add_shape(size);
      response->add_raw_output_contents(output.values.data(), output.values.size() * sizeof(float));
    }
    return grpc::Status::OK;
  }

 private:
  // The features would lie in memory as well: the input keeps its zeros.
  void Fill(bqx::v1::PairPrediction* prediction) {
    for (const peer::Output& output : net_->Run()) {
      if (output.name == "bqx") {
        prediction->set_bqx(output.values[0]);
      } else if (output.name == "log_rv") {
        prediction->set_log_rv(output.values[0]);
      } else {
        auto* regime = prediction->mutable_regime();
        regime->set_strong_bear(output.values[0]);
        regime->set_bear(output.values[1]);
        regime->set_neutral(output.values[2]);
        regime->set_bull(output.values[3]);
        regime->set_strong_bull(output.values[4]);
      }
    }
  }

  const Shared* shared_;
  bool infer_;
  std::optional<peer::Net> net_;
};

}  // namespace

int main(int argc, char** argv) {
  const Shared shared(peer::Text(argc, argv, "--model", ""));
  const bool infer = peer::Argument(argc, argv, "--infer", 0) != 0;
  bqx::v1::Prediction::AsyncService prediction;
  inference::GRPCInferenceService::AsyncService inference;
  grpc::ServerBuilder builder;
  builder.RegisterService(&prediction);
  builder.RegisterService(&inference);
  return peer::Serve(builder, argc, argv, [&](peer::Slots* slots, grpc::ServerCompletionQueue* queue) {
    auto handlers = std::make_shared<Handlers>(&shared, infer);
    peer::Add<PredictRequest, PredictReply>(
        slots,
        [&prediction, queue](auto* context, auto* request, auto* responder, void* tag) {
          prediction.RequestPredict(context, request, responder, queue, queue, tag);
        },
        [handlers](const PredictRequest& request, PredictReply* reply) { return handlers->Predict(request, reply); });
    if (!shared.session) return;
    peer::Add<ModelInferRequest, ModelInferResponse>(
        slots,
        [&inference, queue](auto* context, auto* request, auto* responder, void* tag) {
          inference.RequestModelInfer(context, request, responder, queue, queue, tag);
        },
        [handlers](const ModelInferRequest& request, ModelInferResponse* response) { return handlers->ModelInfer(request, response); });
  });
}
