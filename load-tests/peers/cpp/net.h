// A net of one input and one row in ONNX Runtime, bound once: each thread has buffers of its own, all share the session.
#pragma once

#include <string>
#include <vector>

#include <onnxruntime_cxx_api.h>

namespace peer {

struct Output {
  std::string name;
  std::vector<int64_t> shape;
  std::vector<float> values;
};

class Net {
 public:
  explicit Net(Ort::Session* session) : session_(session), binding_(*session) {
    Ort::AllocatorWithDefaultOptions allocator;
    const Ort::MemoryInfo memory = Ort::MemoryInfo::CreateCpu(OrtDeviceAllocator, OrtMemTypeCPU);
    input_.resize(WidthOf(Row(session->GetInputTypeInfo(0))));
    const std::vector<int64_t> row{1, static_cast<int64_t>(input_.size())};
    binding_.BindInput(
        session->GetInputNameAllocated(0, allocator).get(),
        Ort::Value::CreateTensor<float>(memory, input_.data(), input_.size(), row.data(), row.size()));
    outputs_.resize(session->GetOutputCount());
    for (size_t i = 0; i < outputs_.size(); ++i) {
      Output& output = outputs_[i];
      output.name = session->GetOutputNameAllocated(i, allocator).get();
      output.shape = Row(session->GetOutputTypeInfo(i));
      output.values.resize(WidthOf(output.shape));
      binding_.BindOutput(
          output.name.c_str(),
          Ort::Value::CreateTensor<float>(memory, output.values.data(), output.values.size(), output.shape.data(), output.shape.size()));
    }
  }

  std::vector<float>& Input() { return input_; }

  const std::vector<Output>& Run() {
    session_->Run(Ort::RunOptions{nullptr}, binding_);
    return outputs_;
  }

  static Ort::Session Open(const Ort::Env& env, const std::string& path) {
    Ort::SessionOptions options;
    options.SetIntraOpNumThreads(1);
    options.SetExecutionMode(ORT_SEQUENTIAL);
    return Ort::Session(env, path.c_str(), options);
  }

 private:
  // The shape for one row: the axis of rows is not known beforehand.
  static std::vector<int64_t> Row(const Ort::TypeInfo& type) {
    std::vector<int64_t> shape = type.GetTensorTypeAndShapeInfo().GetShape();
    shape[0] = 1;
    return shape;
  }

  static size_t WidthOf(const std::vector<int64_t>& shape) {
    size_t width = 1;
    for (int64_t size : shape) width *= static_cast<size_t>(size);
    return width;
  }

  Ort::Session* session_;
  Ort::IoBinding binding_;
  std::vector<float> input_;
  std::vector<Output> outputs_;
};

}  // namespace peer
