#pragma once
#include <szlib.h>
