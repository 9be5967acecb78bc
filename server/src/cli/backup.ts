import type { Command } from 'commander'

export function backupCommands(): Command[] {
  return []
}
