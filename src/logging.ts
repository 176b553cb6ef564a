import { type Logger, pino } from 'pino';
import type { Config } from './config/index.js';

/** The log of the process: lines for people on a terminal, JSON for machines elsewhere. */
export function createLogger({ logLevel, logFormat }: Config): Logger {
  const redact = ['password', '*.password', 'authorization', '*.authorization'];
  if (logFormat === 'json') return pino({ level: logLevel, redact });
  return pino({
    level: logLevel,
    redact,
    transport: { target: 'pino-pretty', options: { translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname,reqId' } },
  });
}
