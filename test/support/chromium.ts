import { existsSync } from 'node:fs'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** A browser of the Chromium family, or null; `CHROMIUM=path` names one. */
export function findChromium(): string | null {
  const given = process.env['CHROMIUM']
  if (given) return existsSync(given) ? given : null
  return usualPlaces.find((path) => existsSync(path)) ?? null
}

export const chromiumMissing =
  'Browser tests are skipped: no Chromium found. Install it (Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM=/path/to/chrome.'

export const chromiumFlags = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
