'use strict';

// Runs a graph on rows from standard input: {"width": F, "rows": [...]} → {"bqx": [...], "log_rv": [...], "regime": [...]}.
const ort = require('onnxruntime-node');
const fs = require('fs');

async function main() {
  const input = JSON.parse(fs.readFileSync(0, 'utf8'));
  const session = await ort.InferenceSession.create(process.argv[2], { intraOpNumThreads: 1 });
  const features = new ort.Tensor('float32', Float32Array.from(input.rows), [input.rows.length / input.width, input.width]);
  const outputs = await session.run({ features });
  const numbers = Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, Array.from(tensor.data)]));
  process.stdout.write(JSON.stringify(numbers));
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
