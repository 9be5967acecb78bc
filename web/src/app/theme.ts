export type Theme = 'system' | 'light' | 'dark'

const KEY = 'mingjing.theme'
const dark = window.matchMedia('(prefers-color-scheme: dark)')

export function storedTheme(): Theme {
  const stored = localStorage.getItem(KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

export function storeTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme)
  applyTheme(theme)
}

/** Nothing but the token set changes with the theme, so one attribute on the root is all. */
export function applyTheme(theme: Theme): void {
  const shown = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
  document.documentElement.dataset['theme'] = shown
}

dark.addEventListener('change', () => applyTheme(storedTheme()))
