"""What happens to an article between draft and reader."""
