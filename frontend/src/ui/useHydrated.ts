// Whether what the server drew has been taken up by React: before that, a press on a button does nothing.
import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and while the first drawing is compared with it. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
