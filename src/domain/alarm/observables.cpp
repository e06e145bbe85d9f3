#include "domain/alarm/observables.h"
