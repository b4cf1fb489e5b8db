// libzmq: the ZeroMQ module is its only importer.
#pragma once
#include <zmq.h>

// In libzmq since 4.3, although <zmq.h> shows them only to those who ask for drafts.
enum {
    PORTICO_ZMQ_ZAP_ENFORCE_DOMAIN = 93,
};
static const char *const PORTICO_ZMQ_USER_ID = "User-Id";
