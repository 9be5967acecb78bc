import type { RequestHandler } from 'express'

/** Scripts come from this server alone; styles may be inline because charts set theirs on elements. */
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
]

/** In development Vite's client needs an inline script and a web socket. */
const developmentPolicy = policy.map((line) =>
  line.startsWith('script-src') ? "script-src 'self' 'unsafe-inline'" : line.startsWith('connect-src') ? "connect-src 'self' ws:" : line,
)

export function securityHeaders(development: boolean): RequestHandler {
  const csp = (development ? developmentPolicy : policy).join('; ')
  return (_req, res, next) => {
    res.setHeader('content-security-policy', csp)
    res.setHeader('x-content-type-options', 'nosniff')
    res.setHeader('x-frame-options', 'DENY')
    res.setHeader('referrer-policy', 'no-referrer')
    res.setHeader('cross-origin-opener-policy', 'same-origin')
    res.setHeader('cross-origin-resource-policy', 'same-origin')
    res.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()')
    next()
  }
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1'])

/**
 * A server on this machine alone answers to this machine's names alone: a foreign page whose name was pointed here could
 * otherwise ask as if it were ours.
 */
export function ownHost(listensOn: string): RequestHandler {
  return (req, res, next) => {
    const name = (req.hostname ?? '').replaceAll(/[[\]]/g, '')
    if (!loopback.has(listensOn) || loopback.has(name)) return next()
    res.status(421).json({
      errors: [{ message: `本服务只用于本机。 / This server serves this machine alone.`, extensions: { code: 'FORBIDDEN', fields: [] } }],
    })
  }
}
