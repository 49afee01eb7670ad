"""What each kind of settings file may say, as pydantic models: the same words that `tocsin schema` prints for editors."""
