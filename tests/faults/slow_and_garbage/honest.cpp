#include "tests/faults/slow_and_garbage/honest.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

namespace afterword::test {

std::uint16_t port_of(const World& world) {
  return static_cast<std::uint16_t>(std::stoi(world.url().substr(world.url().rfind(':') + 1)));
}

void Usage::at_least(const Usage& other) {
  memory_kib = std::max(memory_kib, other.memory_kib);
  files = std::max(files, other.files);
}

Usage usage_of(Process& process) {
  const std::string folder = fmt::format("/proc/{}", process.pid());
  Usage usage;
  std::ifstream status(folder + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) usage.memory_kib = std::atoll(line.c_str() + 6);
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/fd")) {
    static_cast<void>(entry);
    ++usage.files;
  }
  return usage;
}

Honest::Honest(World& world, const Survey& survey, std::int64_t kiosks) {
  for (std::int64_t i = 0; i < kiosks; ++i)
    devices_.push_back(std::make_unique<WireDevice>(world.enrol_code()));
  for (const auto& device : devices_)
    threads_.emplace_back([this, &device = *device, &survey] { run(device, survey); });
}

void Honest::settle() {
  const auto few = static_cast<std::int64_t>(devices_.size()) * 3;
  while (sent_ < few && failed_ == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

void Honest::stop() {
  stopping_ = true;
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

double Honest::p99_ms() {
  std::sort(took_.begin(), took_.end());
  return took_.empty() ? 0 : took_[took_.size() * 99 / 100];
}

void Honest::run(WireDevice& device, const Survey& survey) {
  CurlHttpClient http;
  Chain chain = device.start();
  for (std::int64_t n = 1; !stopping_; ++n) {
    const Batch batch = device.batch(
        {device.seal(n, survey, some_response(survey, static_cast<std::uint64_t>(n)))}, chain);
    const auto begun = std::chrono::steady_clock::now();
    const HttpRequest request = device.request("POST", "/v1/responses", dump(batch));
    const auto reply = device.send(http, request);
    const double ms =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
    const bool good = reply && device.proved(request, *reply);
    {
      const std::lock_guard lock(mutex_);
      ++sent_;
      if (!good) ++failed_;
      took_.push_back(ms);
    }
    if (!good) return;
    chain = batch.chain_after;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

}  // namespace afterword::test
