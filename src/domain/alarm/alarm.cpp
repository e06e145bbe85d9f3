#include "domain/alarm/alarm.h"
