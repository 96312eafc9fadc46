'use strict';
// Usage: interop.js client PORT  runs every case against a server and prints "ok NAME" or "fail NAME REASON";
//        interop.js server       serves the cases, prints "listening PORT", and ends with its standard input.
const assert = require('assert');
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const root = path.join(__dirname, '..', '..', 'protos');
const proto = grpc.loadPackageDefinition(
  loader.loadSync('grpc/testing/test.proto', { includeDirs: [root], keepCase: true, defaults: true })).grpc.testing;
const echoInitial = 'x-grpc-test-echo-initial';
const echoTrailing = 'x-grpc-test-echo-trailing-bin';
const zeros = (size) => ({ body: Buffer.alloc(size) });
const special = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';

const unary = (client, method, request, metadata, options) => new Promise((resolve) => {
  const result = {};
  const call = client[method](request, metadata || new grpc.Metadata(), options || {}, (error, response) => {
    result.error = error;
    result.response = response;
    if (result.status) resolve(result);
  });
  call.on('metadata', (headers) => { result.headers = headers; });
  call.on('status', (status) => { result.status = status; setImmediate(() => resolve(result)); });
});

const drain = (call, onData) => new Promise((resolve) => {
  const result = { messages: [] };
  call.on('metadata', (headers) => { result.headers = headers; });
  call.on('data', (message) => { result.messages.push(message); if (onData) onData(result.messages.length); });
  call.on('error', () => {});
  call.on('status', (status) => { result.status = status; resolve(result); });
});

const echoMetadata = () => {
  const metadata = new grpc.Metadata();
  metadata.set(echoInitial, 'test_initial_metadata_value');
  metadata.set(echoTrailing, Buffer.from([0xab, 0xab, 0xab]));
  return metadata;
};

const cases = {
  async empty_unary(client) {
    assert.deepStrictEqual((await unary(client, 'EmptyCall', {})).response, {});
  },
  async large_unary(client) {
    const { response } = await unary(client, 'UnaryCall', { response_size: 314159, payload: zeros(271828) });
    assert.strictEqual(response.payload.body.length, 314159);
  },
  async client_streaming(client) {
    const sum = await new Promise((resolve, reject) => {
      const call = client.StreamingInputCall((error, response) => error ? reject(error) : resolve(response));
      for (const size of [27182, 8, 1828, 45904]) call.write({ payload: zeros(size) });
      call.end();
    });
    assert.strictEqual(sum.aggregated_payload_size, 74922);
  },
  async server_streaming(client) {
    const sizes = [31415, 9, 2653, 58979];
    const result = await drain(client.StreamingOutputCall({ response_parameters: sizes.map((size) => ({ size })) }));
    assert.deepStrictEqual(result.messages.map((message) => message.payload.body.length), sizes);
    assert.strictEqual(result.status.code, 0);
  },
  async ping_pong(client) {
    const sizes = [[31415, 27182], [9, 8], [2653, 1828], [58979, 45904]];
    const call = client.FullDuplexCall();
    const send = (i) => i < sizes.length
      ? call.write({ response_parameters: [{ size: sizes[i][0] }], payload: zeros(sizes[i][1]) })
      : call.end();
    const done = drain(call, send);
    send(0);
    const result = await done;
    assert.deepStrictEqual(result.messages.map((message) => message.payload.body.length), sizes.map((pair) => pair[0]));
    assert.strictEqual(result.status.code, 0);
  },
  async empty_stream(client) {
    const call = client.FullDuplexCall();
    const done = drain(call);
    call.end();
    const result = await done;
    assert.strictEqual(result.messages.length, 0);
    assert.strictEqual(result.status.code, 0);
  },
  async status_code_and_message(client) {
    const asked = { response_status: { code: 2, message: 'test status message' } };
    const { status } = await unary(client, 'UnaryCall', asked);
    assert.deepStrictEqual([status.code, status.details], [2, 'test status message']);
    const call = client.FullDuplexCall();
    const done = drain(call);
    call.write(asked);
    call.end();
    const streamed = (await done).status;
    assert.deepStrictEqual([streamed.code, streamed.details], [2, 'test status message']);
  },
  async special_status_message(client) {
    const { status } = await unary(client, 'UnaryCall', { response_status: { code: 2, message: special } });
    assert.deepStrictEqual([status.code, status.details], [2, special]);
  },
  async custom_metadata(client) {
    const { headers, status } = await unary(client, 'UnaryCall', { response_size: 1, payload: zeros(1) }, echoMetadata());
    assert.deepStrictEqual(headers.get(echoInitial), ['test_initial_metadata_value']);
    assert.deepStrictEqual(status.metadata.get(echoTrailing), [Buffer.from([0xab, 0xab, 0xab])]);
    const call = client.FullDuplexCall(echoMetadata());
    const done = drain(call);
    call.write({ response_parameters: [{ size: 1 }], payload: zeros(1) });
    call.end();
    const streamed = await done;
    assert.deepStrictEqual(streamed.headers.get(echoInitial), ['test_initial_metadata_value']);
    assert.deepStrictEqual(streamed.status.metadata.get(echoTrailing), [Buffer.from([0xab, 0xab, 0xab])]);
  },
  async timeout_on_sleeping_server(client) {
    const call = client.FullDuplexCall(new grpc.Metadata(), { deadline: Date.now() + 50 });
    const done = drain(call);
    call.write({ response_parameters: [{ size: 1, interval_us: 60000000 }], payload: zeros(27182) });
    assert.strictEqual((await done).status.code, grpc.status.DEADLINE_EXCEEDED);
  },
  async cancel_after_begin(client) {
    const call = client.StreamingInputCall(() => {});
    const done = drain(call);
    call.cancel();
    assert.strictEqual((await done).status.code, grpc.status.CANCELLED);
  },
  async cancel_after_first_response(client) {
    const call = client.FullDuplexCall();
    const done = drain(call, () => call.cancel());
    call.write({ response_parameters: [{ size: 31415 }], payload: zeros(27182) });
    assert.strictEqual((await done).status.code, grpc.status.CANCELLED);
  },
  async unimplemented_method(client) {
    assert.strictEqual((await unary(client, 'UnimplementedCall', {})).status.code, grpc.status.UNIMPLEMENTED);
  },
  async unimplemented_service(client, address) {
    const other = new proto.UnimplementedService(address, grpc.credentials.createInsecure());
    assert.strictEqual((await unary(other, 'UnimplementedCall', {})).status.code, grpc.status.UNIMPLEMENTED);
    other.close();
  },
  async client_compressed_unary(client, address) {
    const gzip = new proto.TestService(address, grpc.credentials.createInsecure(), { 'grpc.default_compression_algorithm': 2 });
    const request = { response_size: 314159, payload: zeros(271828), expect_compressed: { value: true } };
    assert.strictEqual((await unary(client, 'UnaryCall', request)).status.code, grpc.status.INVALID_ARGUMENT);
    assert.strictEqual((await unary(gzip, 'UnaryCall', request)).response.payload.body.length, 314159);
    gzip.close();
  },
  async server_compressed_unary(client) {
    const request = { response_size: 314159, response_compressed: { value: true } };
    const { response, headers } = await unary(client, 'UnaryCall', request);
    assert.strictEqual(response.payload.body.length, 314159);
    assert.deepStrictEqual(headers.get('grpc-encoding').concat(['gzip'])[0], 'gzip');
  },
  async server_compressed_streaming(client) {
    const result = await drain(client.StreamingOutputCall({
      response_parameters: [{ size: 31415, compressed: { value: true } }, { size: 92653, compressed: { value: false } }],
    }));
    assert.deepStrictEqual(result.messages.map((message) => message.payload.body.length), [31415, 92653]);
  },
};

const expire = () => new Promise((_, reject) => {
  setTimeout(() => reject(new Error('no end within 10 s')), 10000).unref();
});

async function runClient(port) {
  const address = `127.0.0.1:${port}`;
  const client = new proto.TestService(address, grpc.credentials.createInsecure());
  for (const [name, run] of Object.entries(cases)) {
    try {
      await Promise.race([run(client, address), expire()]);
      console.log(`ok ${name}`);
    } catch (error) {
      console.log(`fail ${name} ${String(error.message).replace(/\s+/g, ' ')}`);
    }
  }
  process.exit(0);
}

function runServer() {
  const failed = (status) => status && status.code ? { code: status.code, details: status.message } : null;
  const echo = (call) => {
    const headers = new grpc.Metadata();
    for (const value of call.metadata.get(echoInitial)) headers.set(echoInitial, value);
    call.sendMetadata(headers);
    const trailers = new grpc.Metadata();
    for (const value of call.metadata.get(echoTrailing)) trailers.set(echoTrailing, value);
    return trailers;
  };
  const write = (call, request) => request.response_parameters.forEach(({ size }) => call.write({ payload: zeros(size) }));
  const server = new grpc.Server();
  server.addService(proto.TestService.service, {
    EmptyCall: (call, callback) => callback(null, {}),
    UnaryCall: (call, callback) => {
      const trailers = echo(call);
      const error = failed(call.request.response_status);
      if (error) callback(error);
      else callback(null, { payload: zeros(call.request.response_size) }, trailers);
    },
    StreamingInputCall: (call, callback) => {
      let sum = 0;
      call.on('data', (request) => { sum += request.payload.body.length; });
      call.on('end', () => callback(null, { aggregated_payload_size: sum }));
    },
    StreamingOutputCall: (call) => { write(call, call.request); call.end(); },
    FullDuplexCall: (call) => {
      const trailers = echo(call);
      call.on('data', (request) => {
        const error = failed(request.response_status);
        if (error) call.emit('error', error);
        else write(call, request);
      });
      call.on('end', () => call.end(trailers));
    },
  });
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(`listening ${port}`);
  });
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
}

if (process.argv[2] === 'client') runClient(process.argv[3]);
else runServer();
