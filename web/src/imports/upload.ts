import { GUARD_HEADERS } from '../app/client.ts'

/** Sends a file as it is and tells how far it is; `signal` takes it back. Resolves with the upload's id. */
export function upload(file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<string> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/files')
    for (const [name, value] of Object.entries(GUARD_HEADERS)) request.setRequestHeader(name, value)
    // Header values are Latin letters only, so the name travels percent-encoded.
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.upload.addEventListener('progress', (event) => onProgress(event.total ? event.loaded / event.total : 0))
    request.addEventListener('load', () => {
      if (request.status !== 201 && request.status !== 200) return fail(new UploadFailed(request.status, request.responseText))
      done((JSON.parse(request.responseText) as { id: string }).id)
    })
    request.addEventListener('error', () => fail(new UploadFailed(0, '')))
    signal.addEventListener('abort', () => {
      request.abort()
      fail(new DOMException('aborted', 'AbortError'))
    })
    request.send(file)
  })
}

/** The server's own sentence, where it sent one. */
export class UploadFailed extends Error {
  readonly status: number
  readonly label: { zh: string; en?: string | null } | null

  constructor(status: number, body: string) {
    super(`upload failed: ${status}`)
    this.status = status
    this.label = readLabel(body)
  }
}

function readLabel(body: string): { zh: string; en?: string | null } | null {
  try {
    const parsed = JSON.parse(body) as { errors?: { extensions?: { label?: { zh: string; en: string } } }[] }
    return parsed.errors?.[0]?.extensions?.label ?? null
  } catch {
    return null
  }
}

/** A size in words: 312 kB, 4.2 MB. */
export function sizeWords(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
