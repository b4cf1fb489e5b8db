// libpq, found where Debian puts it, with or without pkg-config.
#pragma once
#include <postgresql/libpq-fe.h>
