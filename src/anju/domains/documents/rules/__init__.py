"""What may be done with documents: facts in, a refusal or nothing out."""
