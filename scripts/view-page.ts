/** The page that draws results, as dist/view.html has it. */
export function viewPage(): string {
  return '<!doctype html><meta charset="utf-8"><title>Klaviyo</title>';
}
