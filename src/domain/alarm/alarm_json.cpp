#include "domain/alarm/alarm_json.h"
