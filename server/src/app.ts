import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled'
import { expressMiddleware } from '@as-integrations/express5'
import { ApolloArmor } from '@escape.tech/graphql-armor'
import express, { type Express, type RequestHandler } from 'express'
import type { GraphQLSchema } from 'graphql'
import { createContext, requestIdOf, type Context, type Service } from './context.ts'
import { sharing } from './db/snapshot.ts'
import { fileRoutes } from './file-routes.ts'
import { formatError } from './format-error.ts'
import { answerHttpError } from './http-error.ts'
import { pageRoutes } from './page-routes.ts'
import { createSchema } from './schema.ts'
import { ownHost, securityHeaders } from './security-headers.ts'

export type App = { express: Express; stop(): Promise<void> }
export type AppOptions = {
  /** Serves the page: the built one, or Vite's in development; null: the API alone (tests). */
  page: RequestHandler | null
  development?: boolean
}

/** Builds the HTTP server's handler over a service. It listens nowhere: `main.ts` and tests do that. */
export async function createApp(service: Service, options: AppOptions): Promise<App> {
  const apollo = await createApollo(await createSchema())
  const app = express()
  app.disable('x-powered-by')
  app.use((_req, res, next) => {
    res.setHeader('x-request-id', requestIdOf(res))
    next()
  })
  app.use(ownHost(service.config.host))
  app.use(securityHeaders(options.development ?? false))
  app.all('/graphql', onlyPost)
  app.post(
    '/graphql',
    express.json({ limit: '1mb' }),
    expressMiddleware(apollo, { context: ({ req, res }) => createContext(service, req, res) }),
  )
  app.use(fileRoutes(service))
  app.use(options.page ? pageRoutes(options.page) : express.Router())
  app.use(answerHttpError)
  return { express: app, stop: () => apollo.stop() }
}

/** One place for the limits of a query; `graphql-armor` counts depth, aliases, directives and cost. */
async function createApollo(schema: GraphQLSchema): Promise<ApolloServer<Context>> {
  const armor = new ApolloArmor({
    // Its token limit turns a syntax error into HTTP 500: Apollo's own parser option counts instead.
    maxTokens: { enabled: false },
    // Without an empty list it lets __typename through, any number of times.
    maxAliases: { n: 30, allowList: [] },
    maxDepth: { n: 15 },
    maxDirectives: { n: 20 },
    costLimit: { maxCost: 20_000, depthCostFactor: 1.2 },
    blockFieldSuggestion: { enabled: true },
  })
  const limits = armor.protect()
  const server = new ApolloServer<Context>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    formatError,
    parseOptions: { maxTokens: 4000 },
    validationRules: [...limits.validationRules],
    // The library declares its plugins against the other module format of the same Apollo.
    plugins: [...(limits.plugins as ApolloServerPlugin<Context>[]), nameRequest, oneSnapshot, ...notFieldByField],
    // main.ts drains and stops in its own order.
    stopOnTerminationSignals: false,
  })
  await server.start()
  return server
}

/** Apollo's own plugins that look at every field: a table has tens of thousands, and no answer is to be cached. */
const notFieldByField = [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginInlineTraceDisabled()]

/** Puts the request's id on each error, which is where `formatError` finds it. */
const nameRequest: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue }) => {
      for (const error of errors) error.extensions['requestId'] = contextValue.requestId
    },
  }),
}

/** A query reads in one snapshot, however many fields it has; a mutation reads what it has just written. */
const oneSnapshot: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, contextValue }) => {
      if (operation?.operation === 'query') contextValue.db = sharing(contextValue.db)
    },
    willSendResponse: async ({ contextValue }) => contextValue.db.shared?.end(),
  }),
}

const onlyPost: RequestHandler = (req, res, next) => {
  res.setHeader('cache-control', 'no-store')
  if (req.method === 'POST') return next()
  res.setHeader('allow', 'POST')
  res.status(405).json({
    errors: [{ message: 'GraphQL 只接受 POST。 / GraphQL takes POST alone.', extensions: { code: 'BAD_USER_INPUT', fields: [] } }],
  })
}
