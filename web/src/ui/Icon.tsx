const PATHS = {
  overview: 'M4 4h7v9H4zM14 4h6v5h-6zM14 12h6v8h-6zM4 16h7v4H4z',
  flag: 'M6 21V4h12l-3 4 3 4H6',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.5',
  edit: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  views: 'M6 4h12v16l-6-4-6 4z',
  share: 'M9 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM2 19c0-4 8-4 8 0M21 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM14 19c0-4 8-4 8 0',
  trends: 'M4 4v16h16M7 15l4-5 3.500 3L20 7',
  rankings: 'M4 6h16M4 12h10M4 18h6',
  complaints: 'M4 5h16v11h-8l-4 4v-4H4zM8 9h8M8 12.5h5',
  institutions: 'M3.500 9.500 12 4l8.500 5.500zM5.500 10v8M10 10v8M14 10v8M18.500 10v8M3.500 20.500h17',
  dictionary: 'M5 4h13v16H7a2 2 0 0 1-2-2zM5 18a2 2 0 0 1 2-2h11M9 8h5',
  register: 'M5 4h9l5 5v11H5zM14 4v5h5M9 13h6M12 10v6',
  returns: 'M6 4h9l4 4v12H6zM9.500 11h6M9.500 14.500h6M9.500 18h3',
  supervision: 'M12 3.500 5 6v5.500c0 4.500 3 7.500 7 9 4-1.500 7-4.500 7-9V6zM12 8.500v4.500M12 16h.5',
  imports: 'M12 4v11m0 0-4-4m4 4 4-4M4 16v4h16v-4',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5',
  repeats: 'M4 4h11v11H4zM9 15v5h11V9h-5',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20 20',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M18.7 5.3 17 7M7 17l-1.7 1.7',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z',
  system: 'M3.5 5h17v11h-17zM9 20h6M12 16v4',
  down: 'm6 9 6 6 6-6',
  left: 'm15 6-6 6 6 6',
  right: 'm9 6 6 6-6 6',
  plus: 'M12 5v14M5 12h14',
  close: 'm6 6 12 12M18 6 6 18',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1',
  export: 'M12 4v11m0 0-4-4m4 4 4-4M5 20h14',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  table: 'M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14',
  chart: 'M4 4v16h16M8 16v-4M12 16V8M16 16v-6',
  check: 'm5 12.500 5 5 9-11',
  filter: 'M4 6h16M7 12h10M10 18h4',
  all: 'M4 6h16M4 12h16M4 18h16',
  upload: 'M12 16V5m0 0L8 9m4-4 4 4M4 16v4h16v-4',
  refresh: 'M19 8a8 8 0 1 0 1 6M20 4v4.500h-4.500',
  undo: 'M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10h-3',
  language: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM3.500 12h17M12 3.500c3 3 3 14 0 17M12 3.500c-3 3-3 14 0 17',
  keys: 'M3.500 7h17v10h-17zM7 10.500h.5M11 10.500h.5M15 10.500h.5M8 13.500h8',
} as const

export type IconName = keyof typeof PATHS

/** A drawing beside a word; never the only carrier of meaning, so hidden from assistive technology. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}

export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="var(--accent)" strokeWidth="2" aria-hidden="true">
      <circle cx="12" cy="12" r="10" />
      <circle cx="12" cy="12" r="5.500" />
      <path d="M12 6.500a5.500 5.500 0 0 1 0 11z" fill="var(--accent)" stroke="none" />
    </svg>
  )
}
