#pragma once

#include "sim/memory_files.hpp"
