/** What it takes to go on without secrets that are lost, which meshc does not decide. */
export const allAnew =
  "Keys, passwords and authorities are made anew, all of them, only where nothing is recorded of the mesh any more " +
  "(`meshc down --clean` makes it so for what `meshc up` ran); every application and server that was given one is then locked out until it is given the new one.";
