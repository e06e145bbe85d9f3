#include "domain/alarm/address.h"
