"""The picture: Panda3D draws the View."""
