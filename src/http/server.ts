import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { TSchema } from 'typebox';
import type { Config } from '../config/index.js';
import type { Database } from '../database/index.js';
import type { Clock } from '../kernel/clock.js';
import { badRequest } from '../kernel/errors/index.js';
import { generateUid } from '../kernel/uid.js';
import { guardRoutes, SAFE_METHODS } from './access.js';
import { addressOf, routedUrl } from './address.js';
import type { ApiServer } from './api-server.js';
import { Authenticator, type Identity } from './authentication/authenticator.js';
import { CredentialCache } from './authentication/credential-cache.js';
import { loginApi, loginForms, renewalApi } from './authentication/login-routes.js';
import { allowOrigins } from './cors.js';
import type { Dialect } from './dialect.js';
import { answerError } from './errors.js';
import { listenOn } from './further-ports.js';
import { answerUnknownRoutes } from './methods.js';
import { readPackedBodies } from './packed-bodies.js';
import { readParameters, validationSentence } from './parameters.js';
import { pingRoutes } from './ping.js';
import { sendEntityTags, sendSecurityHeaders } from './response-headers.js';

export interface HttpServerOptions {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** What the OpenAPI document says beyond the schemas of the routes. */
  readonly description: FastifyDynamicSwaggerOptions;
  readonly features: readonly {
    readonly name: string;
    routes(api: ApiServer): void;
    pages?(server: ApiServer): void;
    readonly dialect?: Dialect;
  }[];
  /** What the feature of that name leaves to the DHIS2 beside which the server works. */
  readonly leaves: (feature: string) => 'nothing' | 'changes' | 'everything';
}

export interface HttpServer {
  readonly app: FastifyInstance;
  /** Begins to take requests; gives the URL under which it does. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

const REQUEST_ID = /^[-_a-zA-Z0-9]{1,36}$/;
const MEGABYTE = 1024 * 1024;
const LONGEST_PARAMETER = 1_000;
/** Lists of thousands of units come in the query (contract: clients.md §9.3): a request line of a megabyte, and its headers. */
const LONGEST_HEAD = MEGABYTE + 64 * 1024;

/** Puts the server together: gate, forms, errors and the routes of all features (contract: http.md). */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { config, database, clock, log, features } = options;
  const { contextPath } = config;
  const logger: FastifyBaseLogger = log;
  const dialects = features.flatMap(({ dialect }) => (dialect ? [dialect] : []));
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.bodyLimitMegabytes * MEGABYTE,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    rewriteUrl: (message) => routedUrl(message as never, contextPath, dialects),
    genReqId: (message) => requestId(message.headers['x-request-id']),
    http: { maxHeaderSize: LONGEST_HEAD },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (error, request, reply) => void answerInDialect(error, request, reply),
  });
  app.setValidatorCompiler(compileWhenAsked);
  app.setSchemaErrorFormatter((errors, context) => badRequest(validationSentence(errors as never, context)));
  app.setErrorHandler(answerInDialect);
  decorateRequests(app, contextPath);
  readParametersBySchema(app);
  answerUnknownRoutes(app);
  logRequests(app);
  sendSecurityHeaders(app);
  sendEntityTags(app);
  allowOrigins(app, database.db);
  await app.register(cookie);
  await app.register(formbody);
  readOtherBodies(app);
  readPackedBodies(app, config.bodyLimitMegabytes * MEGABYTE);
  await app.register(compress, { global: true, threshold: 1024, encodings: ['gzip', 'identity'] });
  await app.register(swagger, options.description);
  const cache = new CredentialCache<Identity>(database, log);
  const authenticator = new Authenticator({ database, clock, cache });
  app.decorate('forgetCredentials', () => cache.clear());
  guardRoutes(app, { authenticator, contextPath, csrf: config.csrf });
  const login = { database, clock, contextPath };
  loginForms(app, login);
  for (const feature of features) addRoutes(app, options.leaves(feature.name), (server) => feature.pages?.(server));
  await app.register(
    (api, _options, done) => {
      const server = api.withTypeProvider<TypeBoxTypeProvider>() as ApiServer;
      pingRoutes(server);
      loginApi(server, login);
      addRoutes(api, options.leaves('renewal of passwords'), (scope) => renewalApi(scope, login));
      server.get('/openapi', { config: { anonymous: true } }, () => app.swagger());
      for (const feature of features) addRoutes(api, options.leaves(feature.name), (scope) => feature.routes(scope));
      done();
    },
    { prefix: '/api' },
  );
  await app.ready();
  let closeFurther = async (): Promise<void> => undefined;
  return {
    app,
    async listen() {
      await cache.start();
      const address = await app.listen({ host: config.host, port: config.port });
      closeFurther = await listenOn(app, config.atScalePorts, { host: config.host, maxHeaderSize: LONGEST_HEAD });
      return `${address}${contextPath}`;
    },
    async close() {
      await Promise.all([app.close(), closeFurther()]);
      await cache.stop();
    },
  };
}

/**
 * Adds the routes of a feature. What it leaves to the DHIS2 beside which the server works is marked, also in the scopes that the feature opens, which come into being later: therefore it has a scope
 * of its own then.
 */
function addRoutes(
  app: FastifyInstance,
  left: ReturnType<HttpServerOptions['leaves']>,
  add: (server: ApiServer) => void,
): void {
  if (left === 'nothing') {
    add(app.withTypeProvider<TypeBoxTypeProvider>() as ApiServer);
    return;
  }
  app.register((scope, _options, done) => {
    scope.addHook('onRoute', (route) => {
      const changes = [route.method].flat().some((method) => !SAFE_METHODS.has(method));
      if (left === 'everything' || changes) route.config = { leftToDhis2: true, ...route.config };
    });
    add(scope.withTypeProvider<TypeBoxTypeProvider>() as ApiServer);
    done();
  });
}

/** A thousand routes have schemas, and most are never asked for: they are compiled with the first request instead of before the server is ready. */
const compileWhenAsked: typeof TypeBoxValidatorCompiler = (route) => {
  let check: ReturnType<typeof TypeBoxValidatorCompiler> | undefined;
  return (value: unknown) => {
    check ??= TypeBoxValidatorCompiler(route);
    return check(value);
  };
};

/** Each API tells its callers in its own words what went wrong. */
const answerInDialect: typeof answerError = (error, request, reply) => {
  const { dialect } = addressOf(request.raw);
  return dialect ? dialect.answerError(error, request, reply) : answerError(error, request, reply);
};

const PROCESS_ID = generateUid();
let requests = 0;

/** What the client sent if it is harmless, else the number of the request in this process. */
function requestId(sent: string | string[] | undefined): string {
  if (sent === undefined) {
    requests += 1;
    return `${PROCESS_ID}-${requests.toString(36)}`;
  }
  return typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : '(illegal)';
}

function decorateRequests(app: FastifyInstance, contextPath: string): void {
  app.decorateRequest('currentUser', undefined);
  app.decorateRequest('media', 'json');
  app.decorateRequest('user', {
    getter() {
      if (!this.currentUser) throw new Error('A route that is open to everybody asked for the user.');
      return this.currentUser;
    },
  });
  app.decorateRequest('baseUrl', {
    getter() {
      return `${this.protocol}://${seenHost(this)}${contextPath}`;
    },
  });
  app.decorateRequest('apiRoot', {
    getter() {
      const { version } = addressOf(this.raw);
      return `${this.baseUrl}/api${version === undefined ? '' : `/${version}`}`;
    },
  });
}

/** Host and port as the client sees them: a trusted proxy may have taken the request on another port (contract: http.md §1). */
function seenHost(request: FastifyRequest): string {
  const port = request.headers['x-forwarded-port'];
  const proxied = (request.ips?.length ?? 0) > 1;
  if (!proxied || typeof port !== 'string' || !/^\d{1,5}$/.test(port)) return request.host;
  const usual = request.protocol === 'https' ? '443' : '80';
  return port === usual ? request.hostname : `${request.hostname}:${port}`;
}

/** JSON, JSON patches, and tables as text. */
function readOtherBodies(app: FastifyInstance): void {
  const json = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(
    ['application/json', 'application/json-patch+json', 'application/geo+json'],
    { parseAs: 'string' },
    (request, body: string, done) => {
      // Clients call their body JSON where they send none, e.g. to start a job. Routes that need one say so themselves.
      if (body.trim() === '') done(null, undefined);
      else json(request, body, done);
    },
  );
  app.addContentTypeParser(['text/csv', 'application/csv'], { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
}

/** Before validation, texts of path and query become what the route's schemas name. */
function readParametersBySchema(app: FastifyInstance): void {
  app.addHook('preValidation', (request: FastifyRequest, _reply, done) => {
    if (!request.routeOptions.schema || request.routeOptions.config.readsParameters) {
      done();
      return;
    }
    const { params, querystring } = (request.routeOptions.schema ?? {}) as {
      readonly params?: TSchema;
      readonly querystring?: TSchema;
    };
    try {
      if (params) request.params = readParameters(params, request.params as Record<string, unknown>, 'path parameter');
      if (querystring)
        request.query = withDefaults(
          querystring,
          readParameters(querystring, request.query as Record<string, unknown>, 'parameter'),
        );
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}

function withDefaults(schema: TSchema, values: Record<string, unknown>): Record<string, unknown> {
  const { properties = {} } = schema as { readonly properties?: Record<string, { readonly default?: unknown }> };
  for (const [name, property] of Object.entries(properties)) {
    if (values[name] === undefined && property.default !== undefined) values[name] = structuredClone(property.default);
  }
  return values;
}

/** One line for each request, when its answer has gone. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    request.log.info(
      {
        method: request.method,
        url: request.originalUrl.split('?')[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        user: request.currentUser?.username,
      },
      'request',
    );
    done();
  });
}
