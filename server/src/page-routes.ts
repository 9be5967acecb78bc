import express, { Router, type RequestHandler } from 'express'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Mounts the page behind the API's paths. */
export function pageRoutes(page: RequestHandler): Router {
  const router = Router()
  router.use(page)
  return router
}

/** The built page: hashed files are kept by the browser, the document never; any other path is one of the page's own. */
export function builtPage(folder: string): RequestHandler {
  const router = Router()
  router.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }))
  router.use(express.static(folder, { index: false, maxAge: 0 }))
  router.get('/{*path}', (_req, res) => {
    const document = join(folder, 'index.html')
    res.setHeader('cache-control', 'no-cache')
    if (existsSync(document)) res.sendFile(document)
    else res.status(503).type('text').send('页面尚未构建。 / The page is not built yet.')
  })
  return router
}
