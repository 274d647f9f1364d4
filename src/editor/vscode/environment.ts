/** The variables of this process: the engine takes from them what the definition lets builds and runs see. */
export function environment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined || name.startsWith('VSCODE_') || name.startsWith('ELECTRON_') ? [] : [[name, value]])));
}
