/** `GET /api/system/ping` with basic credentials against a bare fastify route, each for some seconds, in turns. */
import autocannon from 'autocannon';
import { fastify } from 'fastify';
import { median, printTable, withCountry } from '../support.mjs';

const SECONDS = 5;
const CONNECTIONS = 20;

export async function run({ runs = 3 }) {
  return await withCountry({ scale: 0 }, async ({ app }) => {
    const bare = fastify();
    bare.get('/ping', async () => 'pong');
    const bareUrl = await bare.listen({ port: 0, host: '127.0.0.1' });
    const authorization = `Basic ${Buffer.from('admin:district').toString('base64')}`;
    const rate = async (url, headers) => {
      const { requests, non2xx } = await autocannon({
        url,
        headers,
        connections: CONNECTIONS,
        duration: SECONDS,
        workers: 1,
      });
      if (non2xx > 0) throw new Error(`${non2xx} requests failed`);
      return requests.average;
    };
    const own = [];
    const floor = [];
    for (let index = 0; index < runs; index += 1) {
      own.push(await rate(`${app.url}/api/system/ping`, { authorization }));
      floor.push(await rate(`${bareUrl}/ping`, {}));
    }
    await bare.close();
    const ratio = median(own) / median(floor);
    printTable('Requests per second', [
      {
        Orderly: Math.round(median(own)),
        'bare route': Math.round(median(floor)),
        ratio: Math.round(ratio * 100) / 100,
      },
    ]);
    return { ratioFloor: ratio, medians: { own: median(own), floor: median(floor) } };
  });
}
