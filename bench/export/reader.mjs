/** A client in a thread of its own: reads the answer to one request, and tells how many bytes it had and how it ended. */
import { get } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const { url, authorization } = workerData;

get(url, { headers: { authorization } }, async (response) => {
  let bytes = 0;
  let last = Buffer.alloc(0);
  for await (const chunk of response) {
    bytes += chunk.length;
    last = chunk;
  }
  parentPort.postMessage({ status: response.statusCode, bytes, end: last.subarray(-20).toString('utf8') });
});
