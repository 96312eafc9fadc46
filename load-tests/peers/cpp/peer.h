// What the servers share: the port they listen on, the line that says they are ready, the signal that ends them.
#pragma once

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>

namespace peer {

inline int Argument(int argc, char** argv, const std::string& name, int fallback) {
  for (int i = 1; i + 1 < argc; ++i) {
    if (name == argv[i]) return std::atoi(argv[i + 1]);
  }
  return fallback;
}

inline std::string Text(int argc, char** argv, const std::string& name, const std::string& fallback) {
  for (int i = 1; i + 1 < argc; ++i) {
    if (name == argv[i]) return argv[i + 1];
  }
  return fallback;
}

// Loopback only; port 0 lets the system choose.
inline void Listen(grpc::ServerBuilder& builder, int port, int* bound) {
  builder.AddListeningPort("127.0.0.1:" + std::to_string(port), grpc::InsecureServerCredentials(), bound);
}

// Signals are blocked before any thread starts, so that only WaitForEnd receives them.
inline sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

inline void WaitForEnd(const sigset_t& signals, int port) {
  std::cout << "listening " << port << std::endl;
  int received = 0;
  sigwait(&signals, &received);
}

}  // namespace peer
