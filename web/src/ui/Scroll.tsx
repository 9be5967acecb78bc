import type { ReactNode } from 'react'

/** What may be wider than the screen: scrolled sideways by finger, wheel or arrow keys. */
export function Scroll({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div className={`scroll-x${className ? ` ${className}` : ''}`} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
