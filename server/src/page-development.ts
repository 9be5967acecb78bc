import type { RequestHandler } from 'express'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readFile } from 'node:fs/promises'
import { Router } from 'express'
import { generateDocuments, webFolder } from './page-build.ts'

/** The little of Vite that is used here; the package belongs to web, so its types are not ours. */
type Vite = {
  createServer(options: Record<string, unknown>): Promise<{
    middlewares: RequestHandler
    transformIndexHtml(url: string, html: string): Promise<string>
    close(): Promise<void>
  }>
}

/** The page from its sources, through Vite in this process: one port, changes show at once. */
export async function developmentPage(http: Server, stop: AbortSignal): Promise<RequestHandler> {
  await generateDocuments()
  const path = createRequire(join(webFolder, 'package.json')).resolve('vite')
  const vite = (await import(pathToFileURL(path).href)) as Vite
  const server = await vite.createServer({
    root: webFolder,
    configFile: join(webFolder, 'vite.config.ts'),
    appType: 'custom',
    server: { middlewareMode: true, ws: { server: http }, proxy: {} },
  })
  stop.addEventListener('abort', () => void server.close())
  const router = Router()
  router.use(server.middlewares)
  router.get('/{*path}', async (req, res) => {
    const html = await readFile(join(webFolder, 'index.html'), 'utf8')
    res.type('html').send(await server.transformIndexHtml(req.originalUrl, html))
  })
  return router
}
