import { ERROR_CATALOGUE, type ErrorCode, errorText } from './catalogue.js';

export interface ErrorDetails {
  /** Code of the catalogue, sent as `errorCode`. */
  readonly code?: ErrorCode;
  /** Text for super users only: what the database said, which constraint failed. */
  readonly devMessage?: string;
  /** The `response` member of the envelope, e.g. an object report. */
  readonly response?: Readonly<Record<string, unknown>>;
  /** Extra response headers, e.g. `Allow`, `WWW-Authenticate`, `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * The one error that a caller is meant to see: an HTTP status and a sentence that a person can act on. Services throw it; each wire surface
 * turns it into its own envelope in one place. Anything else that is thrown is a defect: logged in full, answered with an id.
 */
export class OrderlyError extends Error {
  readonly status: number;
  readonly code: ErrorCode | undefined;
  readonly devMessage: string | undefined;
  readonly response: Readonly<Record<string, unknown>> | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'OrderlyError';
    this.status = status;
    this.code = details.code;
    this.devMessage = details.devMessage;
    this.response = details.response;
    this.headers = details.headers ?? {};
  }
}

/** The error that the catalogue lists under `code`, with its status and its text. */
export function catalogued(code: ErrorCode, ...args: readonly (string | number)[]): OrderlyError {
  return new OrderlyError(ERROR_CATALOGUE[code].status, errorText(code, ...args), { code });
}

/** 400: the request cannot be understood. Carries no code unless one is given. */
export function badRequest(message: string, details: ErrorDetails = {}): OrderlyError {
  return new OrderlyError(400, message, details);
}

/** 401: who asks is not known, or not to be believed. */
export function unauthorized(message: string, details: ErrorDetails = {}): OrderlyError {
  return new OrderlyError(401, message, details);
}

/** 403 with `E1006` unless told otherwise (contract: http.md §3). */
export function forbidden(message: string, details: ErrorDetails = {}): OrderlyError {
  return new OrderlyError(403, message, { code: 'E1006', ...details });
}

/** 404 `E1005` for an object that a caller named. `className` is the peer's simple class name, e.g. `DataElement`. */
export function objectNotFound(className: string, uid: string): OrderlyError {
  return notFound(`${className} with id ${uid} could not be found.`);
}

/** 404 with `E1005`. */
export function notFound(message: string): OrderlyError {
  return new OrderlyError(404, message, { code: 'E1005' });
}

/** 409 with `E1004` unless told otherwise. */
export function conflict(message: string, details: ErrorDetails = {}): OrderlyError {
  return new OrderlyError(409, message, { code: 'E1004', ...details });
}
