import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The server behind `vite` in development; the built page is served by the server itself. */
const server = `http://127.0.0.1:${process.env['PORT'] ?? 4000}`

export default defineConfig({
  plugins: [react()],
  // Chrome 109 is the last version that runs on Windows 7, which county offices still use.
  build: { target: 'chrome109', sourcemap: false, chunkSizeWarningLimit: 700 },
  server: { proxy: { '/graphql': server, '/files': server } },
})
