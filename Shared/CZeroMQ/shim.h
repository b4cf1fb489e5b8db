// libzmq: the ZeroMQ module is its only importer.
#pragma once
#include <zmq.h>
