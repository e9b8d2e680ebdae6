#include "sync/collector/page/draw.h"

namespace afterword::page {
namespace {

// Brows, eyes and mouth differ; colour and size do not.
Html features(int step) {
  Html out;
  switch (step) {
    case 1:
      return out
             << R"(<path d="M-.56-.27Q-.4-.41-.22-.43M.56-.27Q.4-.41.22-.43M-.44.57Q0 .05 .44.57"/>)"
                R"(<g class="eyes"><ellipse cx="-.34" cy="-.06" rx=".095" ry=".115"/>)"
                R"(<ellipse cx=".34" cy="-.06" rx=".095" ry=".115"/></g>)";
    case 2:
      out << R"(<path d="M-.36.47Q0 .24 .36.47"/>)";
      break;
    case 3:
      out << R"(<path d="M-.34.39H.34"/>)";
      break;
    case 4:
      out << R"(<path d="M-.4.28Q0 .6 .4.28"/>)";
      break;
    default:
      return out
             << R"(<path d="M-.52-.08Q-.36-.34-.2-.08M.52-.08Q.36-.34.2-.08"/>)"
                R"(<path class="mouth" d="M-.42 .2L.42 .2C.39 .54 .2 .66 0 .66C-.2 .66-.39 .54-.42 .2Z"/>)";
  }
  return out << R"(<g class="eyes"><ellipse cx="-.34" cy="-.13" rx=".095" ry=".115"/>)"
                R"(<ellipse cx=".34" cy="-.13" rx=".095" ry=".115"/></g>)";
}

}  // namespace

Html comma() {
  Html out;
  return out
         << R"(<svg class="comma" viewBox="-1.05 -1.05 2.1 3.24" aria-hidden="true">)"
            R"(<path d="M-1 0A1 1 0 1 1 1 0C1 1.02 .46 1.74-.52 2.12C-.71 2.19-.83 1.99-.66 1.87)"
            R"(C-.2 1.56 .04 1.28 .08 .9968A1 1 0 0 1-1 0Z"/></svg>)";
}

Html tick_disc(bool large) {
  Html out;
  if (large)
    out << R"(<svg class="mark large good" viewBox="0 0 24 24" aria-hidden="true">)";
  else
    out << R"(<svg class="mark good" viewBox="0 0 24 24" aria-hidden="true">)";
  return out
         << R"(<circle cx="12" cy="12" r="12"/><path class="on" d="M7 12.4l3.4 3.4L17 9.2"/></svg>)";
}

Html triangle(bool large) {
  Html out;
  if (large)
    out << R"(<svg class="mark large bad" viewBox="0 0 24 24" aria-hidden="true">)";
  else
    out << R"(<svg class="mark bad" viewBox="0 0 24 24" aria-hidden="true">)";
  return out << R"(<path d="M1.5 3.5H22.5L12 22Z"/></svg>)";
}

Html half_disc() {
  Html out;
  return out
         << R"(<svg class="mark quiet" viewBox="0 0 24 24" aria-hidden="true">)"
            R"(<circle class="ring" cx="12" cy="12" r="10.6"/><path d="M12 1.4A10.6 10.6 0 0 1 12 22.6Z"/></svg>)";
}

Html tick() {
  Html out;
  return out
         << R"(<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12.5l4.6 4.6L19 7.4"/></svg>)";
}

Html not_rated_ring() {
  Html out;
  return out
         << R"(<svg class="face" viewBox="-1.06 -1.06 2.12 2.12" aria-hidden="true">)"
            R"(<circle class="none" r=".95" pathLength="18" stroke-dasharray=".56 .44"/></svg>)";
}

Html skip_arrow() {
  Html out;
  return out << R"(<svg class="face skip" viewBox="0 0 24 24" aria-hidden="true">)"
                R"(<path d="M4 12H15M10.5 7.5L15 12l-4.5 4.5M19 6V18"/></svg>)";
}

Html face(int step) {
  Html out;
  return out
         << R"(<svg class="face" viewBox="-1.06 -1.06 2.12 2.12" aria-hidden="true"><circle class="disc" r="1"/>)"
         << features(step) << "</svg>";
}

}  // namespace afterword::page
