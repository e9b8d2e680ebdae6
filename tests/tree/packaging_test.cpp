// What the packages say about the machine they run on.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace afterword::tree {
namespace packaging_test {

std::string unit(const std::string& name) {
  std::ifstream file(std::string(AFTERWORD_SOURCE_DIR "/tools/packaging/") + name + ".service");
  std::stringstream text;
  text << file.rdbuf();
  REQUIRE_FALSE(text.str().empty());
  return "\n" + text.str();
}

TEST_CASE("Both services are shut in, start again for ever, and have a limit of memory") {
  for (const std::string name : {"afterword-kiosk", "afterword-collector"})
    for (const char* line :
         {"NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
          "RestrictNamespaces=yes", "SystemCallFilter=@system-service", "StateDirectoryMode=0700",
          "UMask=0077", "Restart=always", "StartLimitIntervalSec=0",
          "MemoryMax=", "MemorySwapMax=0", "LimitCORE=1", "Type=notify"}) {
      CAPTURE(name);
      CAPTURE(line);
      CHECK(unit(name).find(std::string("\n") + line) != std::string::npos);
    }
}

TEST_CASE("The kiosk's service has no capability, only the devices of its seat, and a watchdog") {
  const std::string kiosk = unit("afterword-kiosk");
  for (const char* line : {"CapabilityBoundingSet=\n", "DevicePolicy=closed", "WatchdogSec=60",
                           "NotifyAccess=all", "User=afterword-kiosk"}) {
    CAPTURE(line);
    CHECK(kiosk.find(std::string("\n") + line) != std::string::npos);
  }
  CHECK(kiosk.find("cage -- /usr/bin/afterword-kiosk") != std::string::npos);
  // A logind session would take the processes out of the service, and its watchdog and limits with it.
  CHECK(kiosk.find("PAMName") == std::string::npos);
}

TEST_CASE("What an operator needs at night is in the package that needs it, and the service names it") {
  std::ifstream file(AFTERWORD_SOURCE_DIR "/tools/packaging/packaging.cmake");
  std::stringstream text;
  text << file.rdbuf();
  for (const auto& each :
       {std::pair("afterword-kiosk", "kiosk/SETTINGS.md"), {"afterword-collector", "sync/collector/KEYS.md"}}) {
    const char* const part = each.first;
    const char* const document = each.second;
    CAPTURE(document);
    CHECK(text.str().find(std::string("/") + document + " DESTINATION share/doc/" + part + " COMPONENT " + part) !=
          std::string::npos);
    const std::string name = std::filesystem::path(document).filename();
    CHECK(unit(part).find("/usr/share/doc/" + std::string(part) + "/" + name) != std::string::npos);
  }
}

TEST_CASE("The collector's service takes any further option from its configuration file") {
  std::ifstream file(AFTERWORD_SOURCE_DIR "/tools/packaging/collector.conf");
  std::stringstream text;
  text << file.rdbuf();
  CHECK(text.str().find("\nAFTERWORD_OPTIONS=\n") != std::string::npos);
  const std::string collector = unit("afterword-collector");
  // Without braces, so that systemd makes several words of it; and nothing, where the file is older.
  CHECK(collector.find(" --listen ${AFTERWORD_LISTEN} $AFTERWORD_OPTIONS\n") != std::string::npos);
  CHECK(collector.find("\nEnvironment=AFTERWORD_LISTEN=127.0.0.1:8443 AFTERWORD_OPTIONS=\n") != std::string::npos);
}

TEST_CASE("No package deletes data") {
  for (const std::string part : {"afterword-kiosk", "afterword-collector"})
    for (const char* script : {"/postinst", "/prerm", "/postrm"}) {
      std::ifstream file(AFTERWORD_SOURCE_DIR "/tools/packaging/" + part + script);
      std::stringstream text;
      text << file.rdbuf();
      CAPTURE(part + script);
      CHECK_FALSE(text.str().empty());
      CHECK(text.str().find("rm -") == std::string::npos);
    }
}

}  // namespace packaging_test
}  // namespace afterword::tree
