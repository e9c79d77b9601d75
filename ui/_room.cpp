namespace {
[[maybe_unused]] int scene = 0;
}
