// The islands of every page, none of which a page needs: without them forms post and links lead on.
// What is delegated starts once; what redraws an element is done again for each region that is swapped.

import { startAppearance } from "./appearance.ts";
import { startArrange } from "./arrange.ts";
import { enhanceComboboxes } from "./combobox.ts";
import { startConfirm } from "./confirm.ts";
import { startCopy } from "./copy.ts";
import { enhanceDateFields } from "./date_field.ts";
import { startDependent } from "./dependent.ts";
import { startDialogs } from "./dialog.ts";
import { onSwap } from "./dom.ts";
import { startDrafts } from "./draft.ts";
import { startErrors } from "./errors.ts";
import { startKeys } from "./keys.ts";
import { enhanceMaps, startMap } from "./map.ts";
import { startMenus } from "./menu.ts";
import { startPalette } from "./palette.ts";
import { startPreview } from "./preview.ts";
import { startRefresh } from "./refresh.ts";
import { startRelativeTimes } from "./relative.ts";
import { startSelection } from "./selection.ts";

const once = [
  startAppearance,
  startMenus,
  startDialogs,
  startConfirm,
  startCopy,
  startSelection,
  startRefresh,
  startRelativeTimes,
  startPreview,
  startDependent,
  startPalette,
  startKeys,
  startArrange,
  startMap,
];

const onEveryRegion = [enhanceComboboxes, enhanceDateFields, enhanceMaps];

for (const start of once) guarded(start);
for (const enhance of onEveryRegion) {
  guarded(() => enhance(document));
  onSwap((region) => guarded(() => enhance(region)));
}
// Last: a draft is compared with, and restored into, the fields as the islands have drawn them.
guarded(startDrafts);
guarded(startErrors);

/** One island that fails must not take the others with it. */
function guarded(start: () => void): void {
  try {
    start();
  } catch (failure) {
    console.error(failure);
  }
}
