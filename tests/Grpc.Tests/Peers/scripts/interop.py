"""Runs every interoperability case against the server on the given port; prints "ok NAME" or "fail NAME REASON"."""
import sys
import threading

import grpc

INITIAL = "x-grpc-test-echo-initial"
TRAILING = "x-grpc-test-echo-trailing-bin"
SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


# Messages by hand, so that nothing but grpcio is needed: field numbers are those of protos/grpc/testing/messages.proto.
def varint(value):
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def number(field, value):
    return varint(field << 3) + varint(value)


def nested(field, content):
    return varint(field << 3 | 2) + varint(len(content)) + content


def payload(field, size):
    return nested(field, nested(2, bytes(size)))


def status(code, message):
    return nested(7, number(1, code) + nested(2, message.encode()))


def payload_size(response):
    """Length of the payload's body: field 2 of field 1."""
    return len(find(find(response, 1), 2))


def find(message, field):
    """The content of a length-delimited field, empty where it is absent."""
    at = 0
    while at < len(message):
        key, at = _read(message, at)
        value, at = _read(message, at)
        if key & 7 == 2:
            if key >> 3 == field:
                return message[at:at + value]
            at += value
    return b""


def _read(message, at):
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


class Client:
    def __init__(self, address):
        self.address = address
        channel = grpc.insecure_channel(address)
        base = "/grpc.testing.TestService/"
        self.empty = channel.unary_unary(base + "EmptyCall")
        self.unary = channel.unary_unary(base + "UnaryCall")
        self.output = channel.unary_stream(base + "StreamingOutputCall")
        self.input = channel.stream_unary(base + "StreamingInputCall")
        self.duplex = channel.stream_stream(base + "FullDuplexCall")
        self.unimplemented = channel.unary_unary(base + "UnimplementedCall")
        self.unknown = channel.unary_unary("/grpc.testing.UnimplementedService/UnimplementedCall")


def fails(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call succeeded")


def asking(*sizes):
    return b"".join(nested(2, number(1, size)) for size in sizes)


@case
def empty_unary(client):
    assert client.empty(b"") == b""


@case
def large_unary(client):
    assert payload_size(client.unary(number(2, 314159) + payload(3, 271828))) == 314159


@case
def client_streaming(client):
    assert client.input(iter([payload(1, size) for size in (27182, 8, 1828, 45904)])) == number(1, 74922)


@case
def server_streaming(client):
    sizes = [31415, 9, 2653, 58979]
    assert [payload_size(response) for response in client.output(asking(*sizes))] == sizes


@case
def ping_pong(client):
    answered = threading.Semaphore(1)

    def requests():
        for response_size, request_size in ((31415, 27182), (9, 8), (2653, 1828), (58979, 45904)):
            answered.acquire()
            yield asking(response_size) + payload(3, request_size)

    sizes = []
    for response in client.duplex(requests()):
        sizes.append(payload_size(response))
        answered.release()
    assert sizes == [31415, 9, 2653, 58979]


@case
def empty_stream(client):
    assert list(client.duplex(iter([]))) == []


@case
def status_code_and_message(client):
    for error in (fails(lambda: client.unary(status(2, "test status message"))),
                  fails(lambda: list(client.duplex(iter([status(2, "test status message")]))))):
        assert (error.code(), error.details()) == (grpc.StatusCode.UNKNOWN, "test status message")


@case
def special_status_message(client):
    assert fails(lambda: client.unary(status(2, SPECIAL))).details() == SPECIAL


@case
def custom_metadata(client):
    metadata = ((INITIAL, "test_initial_metadata_value"), (TRAILING, b"\xab\xab\xab"))
    _, call = client.unary.with_call(number(2, 1) + payload(3, 1), metadata=metadata)
    stream = client.duplex(iter([asking(1)]), metadata=metadata)
    assert len(list(stream)) == 1
    for seen in (call, stream):
        assert (INITIAL, "test_initial_metadata_value") in [tuple(entry) for entry in seen.initial_metadata()]
        assert (TRAILING, b"\xab\xab\xab") in [tuple(entry) for entry in seen.trailing_metadata()]


@case
def timeout_on_sleeping_server(client):
    slow = nested(2, number(1, 1) + number(2, 60000000))
    error = fails(lambda: list(client.output(slow, timeout=0.05)))
    assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED


@case
def cancel_after_begin(client):
    never = threading.Event()

    def requests():
        never.wait(20)
        yield b""

    call = client.input.future(requests())
    call.cancel()
    never.set()
    assert call.cancelled()


@case
def cancel_after_first_response(client):
    never = threading.Event()

    def requests():
        yield asking(31415) + payload(3, 27182)
        never.wait(20)

    call = client.duplex(requests())
    next(call)
    call.cancel()
    error = fails(lambda: next(call))
    never.set()
    assert error.code() == grpc.StatusCode.CANCELLED


@case
def unimplemented_method(client):
    assert fails(lambda: client.unimplemented(b"")).code() == grpc.StatusCode.UNIMPLEMENTED


@case
def unimplemented_service(client):
    assert fails(lambda: client.unknown(b"")).code() == grpc.StatusCode.UNIMPLEMENTED


@case
def client_compressed_unary(client):
    request = number(2, 314159) + payload(3, 271828) + nested(8, number(1, 1))
    assert fails(lambda: client.unary(request)).code() == grpc.StatusCode.INVALID_ARGUMENT
    assert payload_size(client.unary(request, compression=grpc.Compression.Gzip)) == 314159


@case
def server_compressed_unary(client):
    assert payload_size(client.unary(number(2, 314159) + nested(6, number(1, 1)))) == 314159


@case
def client_compressed_streaming(client):
    requests = [payload(1, 27182) + nested(2, number(1, 1)), payload(1, 45904)]
    assert client.input(iter(requests), compression=grpc.Compression.Gzip) == number(1, 73086)


@case
def server_compressed_streaming(client):
    request = nested(2, number(1, 31415) + nested(3, number(1, 1))) + nested(2, number(1, 92653) + nested(3, b""))
    assert [payload_size(response) for response in client.output(request)] == [31415, 92653]


def main():
    client = Client("127.0.0.1:" + sys.argv[1])
    for name, run in CASES.items():
        try:
            run(client)
            print("ok", name)
        except Exception as error:  # each case reports, whatever went wrong
            print("fail", name, type(error).__name__, " ".join(str(error).split())[:300])


main()
