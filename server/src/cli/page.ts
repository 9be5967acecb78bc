import { buildPage } from '../page-build.ts'

/** Builds the page where a container image is made; `start` does the same when the page is not fresh. */
await buildPage((line) => void process.stdout.write(`${line}\n`))
